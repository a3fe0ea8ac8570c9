use std::collections::BTreeMap;

use super::pattern::filled;
use crate::input::Strings;
use crate::text::Date;

/// A date as the interface writes it.
pub(crate) fn long_date(strings: &Strings, text: &str) -> String {
    date_as(strings, "date_long", text)
}

/// A date by a pattern of the interface (its key); text that is no ISO 8601 date is returned unchanged.
pub(crate) fn date_as(strings: &Strings, pattern: &str, text: &str) -> String {
    let Some(date) = Date::parse(text) else {
        return text.to_owned();
    };
    let name = |key: &str| {
        let mut names = strings.get(key).split(',').map(str::trim);
        date.month
            .and_then(|month| names.nth(month - 1))
            .unwrap_or_default()
            .to_owned()
    };
    let values = BTreeMap::from([
        ("year", date.year.to_owned()),
        ("month", name("months")),
        ("month_short", name("months_short")),
        ("day", date.day.map_or(String::new(), |day| day.to_string())),
    ]);
    filled(strings.get(pattern), &values)
}

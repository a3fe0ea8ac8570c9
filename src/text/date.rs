/// A date of the Gregorian calendar to the day, the month or the year: `2025-12-10`, `2025-12` or `2025` (ISO 8601).
pub struct Date<'a> {
    /// The year, of four digits.
    pub year: &'a str,
    /// The month, from 1.
    pub month: Option<usize>,
    /// The day of the month, from 1.
    pub day: Option<usize>,
}

impl<'a> Date<'a> {
    /// Parses a date; `None` if any part of the text is not one.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut pieces = text.split('-');
        let number = |piece: &str| piece.parse::<usize>().ok().filter(|_| piece.len() == 2);
        let year = pieces
            .next()
            .filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?;
        let (month, day) = (pieces.next(), pieces.next());
        let well_formed = pieces.next().is_none() && month.into_iter().chain(day).all(|piece| number(piece).is_some());
        let (month, day) = (month.and_then(number), day.and_then(number));
        let exists = month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| (1..=days_in(year, month)).contains(&day));
        (well_formed && exists).then_some(Self { year, month, day })
    }

    /// Year, month and day, as far as given.
    pub fn numbers(&self) -> Vec<usize> {
        let year = self.year.parse().ok();
        [year, self.month, self.day].into_iter().flatten().collect()
    }
}

/// The number of days in a month of the Gregorian calendar.
fn days_in(year: &str, month: Option<usize>) -> usize {
    let year: usize = year.parse().unwrap_or_default();
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if is_leap => 29,
        Some(2) => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn date_parse_rejects_text_that_is_no_whole_date() {
        assert_eq!(Date::parse("2025-12-10").unwrap().numbers(), [2025, 12, 10]);
        assert_eq!(Date::parse("2025").unwrap().numbers(), [2025]);
        for text in [
            "",
            "10 December 2025",
            "2025-13-01",
            "2025-12-45",
            "2025-02-29",
            "2025-1-5",
            "2025-00-01",
            "2025-12-10-1",
            "25-12-10",
            "2025-xx",
        ] {
            assert!(Date::parse(text).is_none(), "{text}");
        }
    }
}

//! The pictures of the page `glance.html`: years, the shape of the paper, bars and their lanes.

use crate::site::{Site, page, unquoted};

#[test]
fn years_stand_on_a_line_and_in_a_table() {
    let site = Site::small().edit(
        "seeds/paper.txt",
        "in spring.",
        "in spring 2019, and in 2019 again. After the 1960s.",
    );
    let text = unquoted(&site.compile(), "glance.html");
    for words in ["id=year-1960s", "id=year-2019", "href=#year-2019", "<mark>2019</mark>"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(text.matches("<mark>2019</mark>").count(), 2);
    assert!(!page(&Site::small().compile(), "glance.html").contains("time-line"));
}

#[test]
fn shape_marks_every_mention_of_the_kinds_of_the_matrix() {
    let site = Site::small().compile();
    let text = unquoted(&site, "glance.html");
    let paths = text.split("class=mark lane-").skip(1);
    let marks: usize = paths
        .map(|path| path.split(">").next().unwrap_or_default().matches('M').count())
        .sum();
    assert_eq!(marks, site.mentions.in_text.len());
}

#[test]
fn bar_segments_link_to_paragraphs_and_add_up_to_its_length() {
    let text = unquoted(&Site::small().compile(), "glance.html");
    let drawings = text.split("<svg").skip(1);
    let drawings = drawings.filter_map(|rest| rest.split("</svg").next());
    let bars: Vec<&str> = drawings.filter(|drawing| drawing.contains("class=bar")).collect();
    let number = |piece: &str, name: &str| -> usize {
        let value = piece.split_once(name).map_or("0", |(_, rest)| rest);
        let digits = value.split(|letter: char| !letter.is_ascii_digit()).next();
        digits
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_else(|| panic!("{name} in {piece}"))
    };
    let mut longest = 0;
    for bar in &bars {
        let mut end = 0;
        for piece in bar.split("<a ").skip(1) {
            assert!(piece.contains("-p"), "an anchor of a paragraph: {piece}");
            assert_eq!(number(piece, " x="), end, "{piece}");
            end += number(piece, " width=");
        }
        longest = longest.max(end);
    }
    assert_eq!(longest, 1000, "{bars:?}");
}

#[test]
fn lanes_of_a_bar_are_the_kinds_of_the_matrix() {
    let kind = |id: &str| format!("  - {{id: {id}, name: {id}, plural: {id}s, folder: {id}s, matrix: true}}\n");
    let entry = |name: &str| format!("---\nname: {name}\ndefinition: {{editorial: It is named.}}\n---\n");
    let site = Site::small()
        .edit(
            "glossator.yaml",
            "kinds:\n",
            &format!("kinds:\n{}{}", kind("craft"), kind("place")),
        )
        .write("content/crafts/boat.md", entry("boat"))
        .write("content/places/spring.md", entry("spring"))
        .compile();
    let text = unquoted(&site, "glance.html");
    for words in ["height=42", "mark lane-0", "mark lane-1", "mark lane-2", " 29v12"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

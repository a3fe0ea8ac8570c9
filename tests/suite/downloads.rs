//! The files that a site offers for download.

use crate::site::{Site, page};

#[test]
fn downloads_are_the_paper_and_two_tables() {
    let paper =
        "\u{feff}A Paper on Rivers\r\n\r\nOpening\r\n\r\nWe, \"all of us\", met at the River Forum in spring.\r\n";
    let site = Site::small().write("seeds/paper.txt", paper).edit(
        "content/bodies/river-forum.md",
        "quote: We met at the River Forum in spring.\n  at: Opening ¶1",
        "editorial: 'A forum, once a year.'",
    );
    let site = site.compile();
    assert_eq!(page(&site, "data/rivers.txt"), paper, "byte for byte");
    insta::assert_snapshot!(format!(
        "{}\n{}",
        page(&site, "data/entries.csv"),
        page(&site, "data/mentions.csv")
    ));
    let list = page(&site, "data/index.html");
    for file in ["rivers.txt", "entries.csv", "mentions.csv"] {
        assert!(list.contains(&format!(">{file}</a>")), "{list}");
    }
}

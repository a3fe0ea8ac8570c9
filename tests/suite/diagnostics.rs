//! Diagnostics: for each fault the whole message.

use glossator::diagnostic::{Format, report};
use glossator::publish::plan;
use insta::assert_snapshot;
use proptest::prelude::*;

use crate::site::Site;

const FUND: &str = "content/bodies/river-fund.md";
const FORUM: &str = "content/bodies/river-forum.md";

#[test]
fn unregistered_name() {
    assert_snapshot!(Site::small().messages());
}

#[test]
fn unknown_key() {
    assert_snapshot!(Site::small().edit(FUND, "see_also", "see_alos").messages());
}

#[test]
fn unknown_key_in_the_configuration() {
    assert_snapshot!(
        Site::small()
            .edit("glossator.yaml", "short_title", "shrt_title")
            .messages()
    );
}

#[test]
fn bad_yaml() {
    assert_snapshot!(Site::small().edit(FUND, "acronym: RF", "acronym: \"RF").messages());
}

#[test]
fn yaml_that_repeats_values_too_often() {
    let repeated = format!("front: [&a title{}]", ", *a".repeat(60_000));
    let site = Site::small().edit("glossator.yaml", "front: [title]", &repeated);
    // The quoted line itself is too long for a snapshot.
    let message: String = site.messages().lines().filter(|line| line.len() < 200).collect();
    assert!(
        message.contains("values are repeated by references (`&`, `*`, `<<`) too often"),
        "{message}"
    );
}

#[test]
fn yaml_with_hundreds_of_thousands_of_values_is_read() {
    let front = format!("front: [title{}]", ", line".repeat(300_000));
    let site = Site::small().edit("glossator.yaml", "front: [title]", &front);
    assert_eq!(site.inputs().config.papers[0].front.len(), 300_001);
}

#[test]
fn yaml_that_is_nested_too_deep() {
    let deep = format!("front: {}{}", "[".repeat(5_000), "]".repeat(5_000));
    let site = Site::small().edit("glossator.yaml", "front: [title]", &deep);
    let message: String = site.messages().lines().filter(|line| line.len() < 200).collect();
    assert!(
        message.contains("help: close every `[` and `{`: values can stand in one another 64 deep"),
        "{message}"
    );
}

#[test]
fn wrong_type() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "see_also: [River Forum]", "see_also: River Forum")
            .messages()
    );
}

#[test]
fn missing_key() {
    assert_snapshot!(Site::small().edit(FUND, "name: River Fund\n", "").messages());
}

#[test]
fn duplicate_key() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "acronym: RF", "acronym: RF\nacronym: RFD")
            .messages()
    );
}

#[test]
fn no_front_matter() {
    assert_snapshot!(Site::small().write(FUND, "River Fund\n").messages());
}

#[test]
fn unknown_type() {
    assert_snapshot!(Site::small().edit(FORUM, "type: forum", "type: form").messages());
}

#[test]
fn dangling_relation() {
    assert_snapshot!(Site::small().edit(FUND, "[River Forum]", "[River Form]").messages());
}

#[test]
fn cyclic_relation() {
    let site = Site::small().edit(FUND, "see_also: [River Forum]", "part_of: [River Forum]");
    assert_snapshot!(
        site.edit(FORUM, "type: forum", "type: forum\npart_of: [River Fund]")
            .messages()
    );
}

#[test]
fn duplicate_name() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "name: River Fund", "name: River Forum")
            .messages()
    );
}

#[test]
fn clashing_alias() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "acronym: RF", "aliases: [{text: Forum, in: [Opening ¶1]}]")
            .messages()
    );
}

#[test]
fn scope_that_names_no_division() {
    assert_snapshot!(Site::small().edit(FORUM, "in: [Opening]", "in: [Opning]").messages());
}

#[test]
fn quote_not_found() {
    assert_snapshot!(
        Site::small()
            .edit(
                FORUM,
                "quote: We met at the River Forum",
                "quote: We met near the River Forum"
            )
            .messages()
    );
}

#[test]
fn quote_in_another_paragraph() {
    assert_snapshot!(Site::small().edit(FORUM, "at: Opening ¶1", "at: I.1 ¶1").messages());
}

#[test]
fn quote_that_is_empty_or_ends_within_a_word() {
    let nothing = Site::small().edit(FORUM, "quote: We met at the River Forum in spring.", "quote: '[…]'");
    assert!(
        nothing.messages().contains("error[quote-not-found]"),
        "{}",
        nothing.messages()
    );
    let half = Site::small().edit(
        FORUM,
        "quote: We met at the River Forum in spring.",
        "quote: e met […] in spring.",
    );
    assert!(
        half.messages().contains("error[quote-not-found]"),
        "{}",
        half.messages()
    );
    let left_out = Site::small().edit(
        FORUM,
        "quote: We met at the River Forum in spring.",
        "quote: We met […] in spring.",
    );
    assert!(!left_out.messages().contains("error"), "{}", left_out.messages());
}

#[test]
fn definition_with_quote_and_editorial_text() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "editorial: A fund.", "editorial: A fund.\n  quote: A fund.")
            .messages()
    );
}

#[test]
fn gloss_without_its_authority() {
    let gloss = "gloss: {text: 'A [fund](x).', source: ' ', words: It lends., read: 2025-13-01}\ndefinition:";
    let site = Site::small().edit(FUND, "definition:", gloss);
    let site = site.edit(FUND, "words:", "url: fund.html, words:");
    assert_snapshot!(site.messages());
}

#[test]
fn silence_that_a_paper_breaks() {
    let silences = "- en: [pirates, fund, '?']\n  es: [fondo]\n- en: [Forums]\n  e_s: [x]\n";
    assert_snapshot!(Site::small().write("content/silences.yaml", silences).messages());
}

#[test]
fn entry_that_the_index_posts_unevenly() {
    let site = indexed("- {heading: lending, at: [I.2 ¶1]}\n").edit(FUND, "see_also:", "index: [lending]\nsee_also:");
    let messages = site.messages();
    let (_, told) = messages.split_once("warning[uneven-posting]").unwrap();
    assert_snapshot!(told.split("\n\n").next().unwrap());
}

#[test]
fn translation_of_no_text() {
    let site = Site::small()
        .edit(
            "glossator.yaml",
            "  title: Rivers\n",
            "  title: Rivers\n  languages: [es]\n",
        )
        .write("content/pages/abuot.es.md", "Sobre el sitio.\n");
    let messages = site.messages();
    let (_, told) = messages.split_once("error[stray-translation]").unwrap();
    assert_snapshot!(told.split("\n\n").next().unwrap());
}

#[test]
fn name_of_a_division_that_no_paper_uses() {
    let text = "---\naliases: [{text: the first river, in: [Opening]}]\n---\n\nOn rivers.\n";
    assert_snapshot!(Site::small().write("content/divisions/I.1.md", text).messages());
}

#[test]
fn unknown_name_in_a_text() {
    assert_snapshot!(
        Site::small()
            .edit(FORUM, "[[River Fund]]", "[[River Found]]")
            .messages()
    );
}

#[test]
fn unknown_folder() {
    assert_snapshot!(Site::small().write("content/bodeis/x.md", super::site::FUND).messages());
}

#[test]
fn unmentioned_entry() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "name: River Fund\nacronym: RF", "name: Lake Fund")
            .edit(FORUM, "[[River Fund]]", "fund")
            .messages()
    );
}

#[test]
fn empty_source() {
    assert_snapshot!(Site::small().write("seeds/paper.txt", " \n").messages());
}

#[test]
fn missing_source() {
    assert_snapshot!(Site::small().remove("seeds/paper.txt").messages());
}

#[test]
fn source_that_is_not_utf8() {
    assert_snapshot!(
        Site::small()
            .write("seeds/paper.txt", b"Title\n\nOpening\n\nThe caf\xe9 met.\n")
            .messages()
    );
}

#[test]
fn numbering_gap_and_heading_without_text() {
    assert_snapshot!(
        Site::small()
            .edit("seeds/paper.txt", "2. Boats", "2. Fish\n\n4. Boats")
            .messages()
    );
}

#[test]
fn acceptance_that_is_used_and_one_that_is_not() {
    let accept = "accept: [{code: unregistered-name, about: Old River Fund, reason: closed}, {code: numbering-gap, about: x, reason: y}]\n";
    let config = format!("{}{accept}", super::site::CONFIG);
    assert_snapshot!(Site::small().write("glossator.yaml", config).messages());
}

#[test]
fn bad_heading_pattern() {
    assert_snapshot!(
        Site::small()
            .edit("glossator.yaml", "{number:roman}", "{number:greek}")
            .messages()
    );
}

#[test]
fn two_pages_with_one_path() {
    assert_snapshot!(
        Site::small()
            .edit("glossator.yaml", "folder: bodies", "folder: glossary")
            .write(
                "content/glossary/x.md",
                "---\nname: River Fund\ndefinition: {editorial: x}\n---\n"
            )
            .remove(FUND)
            .remove(FORUM)
            .messages()
    );
}

#[test]
fn broken_template() {
    assert_snapshot!(
        Site::small()
            .write("themes/default/templates/home.html", "<p>{{ page.title }</p>\n")
            .messages()
    );
}

#[test]
fn template_with_an_unknown_variable() {
    assert_snapshot!(
        Site::small()
            .write("themes/default/templates/home.html", "<p>\n{{ page.titel }}\n</p>\n")
            .messages()
    );
}

#[test]
fn template_that_drops_text() {
    let template =
        "{% extends \"builtin/division.html\" %}\n{% block main %}<h1>{{ page.title }}</h1>{% endblock main %}\n";
    assert_snapshot!(
        Site::small()
            .write("themes/default/templates/division.html", template)
            .messages()
    );
}

#[test]
fn template_with_a_dead_link() {
    let template = "{% extends \"builtin/404.html\" %}\n{% block main %}<h1 id=a>x</h1><a href=\"nowhere.html\" id=a>x</a><a href=\"#b\">y</a>{% endblock main %}\n";
    assert_snapshot!(
        Site::small()
            .write("themes/default/templates/404.html", template)
            .messages()
    );
}

#[test]
fn html_in_raw_text_elements_is_no_markup() {
    let aside = "<textarea><a href=\"nowhere.html\" id=a></textarea><iframe><script>x()</script></iframe>\
                 <div id=a></div>";
    let template =
        format!("{{% extends \"builtin/404.html\" %}}\n{{% block main %}}<h1>x</h1>{aside}{{% endblock main %}}\n");
    let messages = Site::small()
        .write("themes/default/templates/404.html", template)
        .messages();
    assert!(
        !messages.contains("404.html") && !messages.contains("error"),
        "{messages}"
    );
}

#[test]
fn html_comments_do_not_begin_in_raw_text_elements() {
    let template = "{% extends \"theme/division.html\" %}\n{% block main %}<textarea><!-- </textarea>{{ super() }}{% endblock main %}\n";
    let messages = Site::small().write("templates/division.html", template).messages();
    assert!(!messages.contains("error"), "{messages}");
}

#[test]
fn title_with_markup_is_escaped() {
    let site = Site::small().edit(
        "glossator.yaml",
        "site:\n  title: Rivers",
        "site:\n  title: How to write <!-- and <img src=x>, <script> and </title>",
    );
    let messages = site.messages();
    assert!(
        !messages.contains("error") && !messages.contains("against-policy"),
        "{messages}"
    );
}

#[test]
fn page_path_out_of_the_site() {
    let site = Site::small().edit(
        "glossator.yaml",
        "page: 'parts/{slug}/index.html'",
        "page: '../{slug}.html'",
    );
    let site = site.edit(
        "glossator.yaml",
        "page: 'parts/{parent}/{slug}.html'",
        "page: '/{parent}/{slog}'",
    );
    assert_snapshot!(site.edit("glossator.yaml", "folder: bodies", "folder: ..").messages());
}

#[test]
fn two_papers_in_one_folder() {
    let paper = "  - {id: rivers, source: seeds/paper.txt, short_title: R, outline: []}\nkinds:\n";
    assert_snapshot!(Site::small().edit("glossator.yaml", "kinds:\n", paper).messages());
}

#[test]
fn name_and_heading_that_are_empty() {
    let site = Site::small().edit(
        FUND,
        "acronym: RF",
        "acronym: ''\naliases: [{text: x, deny: ['']}]\nindex: [{heading: ' '}]",
    );
    assert_snapshot!(site.messages());
}

#[test]
fn link_in_content_without_a_full_address() {
    let site = Site::small().edit(FORUM, "It thanks", "[x](target:5) ![y](y.png) <b>z</b> It thanks");
    assert_snapshot!(site.messages());
}

#[test]
fn cyclic_relation_is_reported_once_with_entries_leading_into_it() {
    let site = Site::small().edit(FUND, "see_also: [River Forum]", "part_of: [A Lake, River Forum]");
    let site = site.write(
        "content/bodies/a-lake.md",
        "---\nname: A Lake\ndefinition: {editorial: x}\n---\n",
    );
    let messages = site
        .edit(FORUM, "type: forum", "type: forum\npart_of: [River Fund]")
        .messages();
    assert_eq!(messages.matches("error[cyclic-relation]").count(), 1, "{messages}");
}

#[test]
fn control_character_in_a_source() {
    let site = Site::small().write("seeds/paper.txt", "A Paper\nOpening\n\u{c}The River Forum\rmet.\n");
    assert_snapshot!(site.messages());
}

#[test]
fn control_character_in_the_configuration() {
    let config = "site:\n  title: \"Ri\\avers\"\n  description: {en: \"A\\uFFFE\", es: \"\\0\"}\n";
    assert_snapshot!(
        Site::small()
            .edit("glossator.yaml", "site:\n  title: Rivers\n", config)
            .edit("glossator.yaml", "name: Body", "name: \"B\\u007Fody\"")
            .messages()
    );
}

#[test]
fn control_character_in_the_content() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "editorial: A fund.", "editorial: \"Kept in C:\\banks\"")
            .edit(FORUM, "It thanks", "It&#7; thanks")
            .write("content/pages/about.md", "A\u{b}page\n")
            .write("content/search.yaml", "es: {\"rio\\e\": [River Fund]}\n")
            .messages()
    );
}

#[test]
fn control_character_excludes_displayable_escapes_and_line_breaks() {
    let site = Site::small()
        .edit(
            FUND,
            "editorial: A fund.",
            "editorial: \"A\\tfund\\nfor \\u00e9\\x41\\\\alpha.\"",
        )
        .edit(FORUM, "It thanks", "It &#233; \\a thanks");
    let windows = |path: &str| std::fs::read_to_string(site.path(path)).unwrap().replace('\n', "\r\n");
    let (fund, forum) = (windows(FUND), windows(FORUM));
    let messages = site.write(FUND, fund).write(FORUM, forum).messages();
    assert!(!messages.contains("control-character"), "{messages}");
}

#[test]
fn configuration_with_empty_texts_and_bad_tags() {
    let site = Site::small().edit(
        "glossator.yaml",
        "site:\n  title: Rivers\n",
        "site:\n  title: ''\n  language: not a tag\n",
    );
    let site =
        site.edit("glossator.yaml", "plural: Bodies", "plural: ''")
            .edit("glossator.yaml", "id: body", "id: my body");
    assert_snapshot!(site.messages());
}

#[test]
fn label_that_two_papers_have() {
    let second = "  - {id: more, source: seeds/paper.txt, path: more, short_title: M, front: [title], outline: [{kind: opening, name: O, heading: [Opening], cite: Opening, page: 'o.html', text: whole}]}\nkinds:\n";
    let site = Site::small().edit("glossator.yaml", "kinds:\n", second);
    assert_snapshot!(site.edit(FORUM, "[[River Fund]]", "x").messages());
}

#[test]
fn entry_with_the_path_of_its_list() {
    assert_snapshot!(
        Site::small()
            .write("content/bodies/index.md", super::site::FUND)
            .write("content/pages/abuot.md", "x")
            .messages()
    );
}

#[test]
fn page_in_the_place_of_an_asset() {
    let site = Site::small().write("themes/default/assets/opening.html", "mine");
    assert_snapshot!(
        site.edit(
            "glossator.yaml",
            "page: 'paper/{slug}.html'",
            "page: 'assets/{slug}.html'"
        )
        .messages()
    );
}

#[test]
fn page_where_a_folder_must_be() {
    assert_snapshot!(
        Site::small()
            .edit("glossator.yaml", "folder: bodies", "folder: about.html")
            .write(
                "content/about.html/x.md",
                "---\nname: River Fund\ndefinition: {editorial: x}\n---\n"
            )
            .remove(FUND)
            .remove(FORUM)
            .messages()
    );
}

#[test]
fn theme_that_is_a_path() {
    assert_snapshot!(
        Site::small()
            .write("glossator.yaml", format!("theme: themes/x/\n{}", super::site::CONFIG))
            .messages()
    );
}

#[test]
fn configuration_with_several_faults() {
    let site = Site::small().edit("glossator.yaml", "matrix: true", "matrix: true, lists: no");
    let site = site.edit(
        "glossator.yaml",
        "    short_title: Rivers\n",
        "    short_title: Rivers\n    fornt: [title]\n    provenance:\n      dated: 2024\n",
    );
    assert_snapshot!(site.messages());
}

#[test]
fn entry_with_several_faults() {
    let site = Site::small().edit(
        FUND,
        "see_also: [River Forum]",
        "see_alos: [River Forum]\naliases:\n  - {text: x, cased: any}\ntyp: fund\npart_of: Nobody",
    );
    assert_snapshot!(
        site.edit(FUND, "  editorial: A fund.", "  editorail: A fund.")
            .messages()
    );
}

#[test]
fn missing_template() {
    let template = "{% extends \"nowhere.html\" %}\n";
    assert_snapshot!(Site::small().write("templates/home.html", template).messages());
}

#[test]
fn two_broken_templates() {
    let site = Site::small().write("templates/home.html", "{% if %}\n");
    assert_snapshot!(site.write("templates/about.html", "<p>\n{{ page. }}").messages());
}

#[test]
fn template_that_fails_on_many_pages() {
    let template = "{% extends \"theme/entry.html\" %}\n{% block aside %}{{ page.nmae }}{% endblock aside %}\n";
    assert_snapshot!(Site::small().write("templates/entry.html", template).messages());
}

#[test]
fn numbering_that_repeats_and_decreases() {
    let site = Site::small().edit(
        "seeds/paper.txt",
        "2. Boats",
        "1. Fish\n\nFish swim.\n\n2. Oars\n\nOars row.\n\n1. Boats",
    );
    assert_snapshot!(site.messages());
}

#[test]
fn source_in_another_encoding() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("Title\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_snapshot!(Site::small().write("seeds/paper.txt", utf16).messages());
    // "Policy Paper on Latin America" in Chinese, in the encoding of most older Chinese texts.
    let gbk =
        b"\xd6\xd0\xb9\xfa\xb6\xd4\xc0\xad\xc3\xc0\xba\xcd\xbc\xd3\xc0\xd5\xb1\xc8\xd5\xfe\xb2\xdf\xce\xc4\xbc\xfe\n";
    let messages = Site::small().write("seeds/paper.txt", gbk).messages();
    assert!(messages.contains("it looks like GBK"), "{messages}");
}

#[test]
fn failure_of_configuration_theme_and_source_together() {
    let site = Site::small()
        .edit("glossator.yaml", "short_title: Rivers", "short_title: ''")
        .write("themes/default/strings/en.yaml", "home: [a]\n");
    assert_snapshot!(site.remove("seeds/paper.txt").messages());
}

#[test]
fn output_folder_that_is_not_ours() {
    let site = Site::small().write("public/mine.txt", "mine");
    let folder = std::path::Path::new("public");
    let diagnostic = plan(&site.compile().all_files(), &site.path("public"), false).unwrap_err();
    let message = report(
        &[diagnostic],
        Format::Human {
            color: false,
            width: 140,
        },
        "",
    );
    assert_snapshot!(message.replace(
        &site.path("public").display().to_string(),
        &folder.display().to_string()
    ));
}

#[test]
fn output_that_cannot_be_written() {
    // A file in the place of the folder: not even root can write below it.
    let site = Site::small().write("public", "a file");
    let diagnostic = plan(&site.compile().all_files(), &site.path("public"), false).unwrap_err();
    let message = report(
        &[diagnostic],
        Format::Human {
            color: false,
            width: 140,
        },
        "",
    );
    assert_snapshot!(message.replace(&site.path("").display().to_string(), ""));
}

#[test]
fn formats_for_programs() {
    let site = Site::small().edit(FUND, "name: River Fund", "name: River Forum");
    let inputs = site.inputs();
    let mut diagnostics = glossator::verify::run_checks(&inputs, &site.compile(), glossator::verify::CheckLevel::Build);
    glossator::diagnostic::tidy(&mut diagnostics);
    for (name, format) in [
        ("json", Format::Json),
        ("github", Format::Github),
        ("sarif", Format::Sarif),
    ] {
        assert_snapshot!(
            format!("one_fault_as_{name}"),
            report(&diagnostics, format, "sites/rivers")
        );
    }
}

#[test]
fn addresses_in_the_configuration_that_are_invalid() {
    let config = "title: Rivers\n  report_url: example.org/{page}\n  cname: https://example.org\n";
    assert_snapshot!(
        Site::small()
            .edit("glossator.yaml", "title: Rivers\n", config)
            .messages()
    );
}

#[test]
fn static_file_in_the_place_of_a_page() {
    assert_snapshot!(
        Site::small()
            .write("static/about.html", "mine")
            .write("static/a b.txt", "x")
            .messages()
    );
    assert_snapshot!(
        "static_file_over_a_page",
        Site::small().write("static/about.html", "mine").messages()
    );
}

#[test]
fn unportable_names() {
    let site = Site::small()
        .edit("glossator.yaml", "site:\n", "site:\n  languages: [es]\n")
        .edit("seeds/paper.txt", "2. Boats", "2. Con")
        .edit("seeds/paper.txt", "\nWater\n", "\nAux\n")
        .write(
            "content/bodies/nul.md",
            "---\nname: Nul\ndefinition: {editorial: x}\n---\n",
        )
        .write("static/com1.tar.gz", "x")
        .write("static/prn.txt", "x")
        .write("static/About.html", "mine")
        .write("static/LPT1/a.txt", "x")
        .write("static/common/com10/null.", "x")
        .write("static/common/auxiliary.con", "x");
    let warnings = site.messages();
    let warnings: Vec<&str> = warnings
        .lines()
        .filter(|line| line.starts_with("warning[unportable"))
        .collect();
    assert_eq!(
        warnings,
        [
            "warning[unportable-name]: `About.html` and `about.html` are one file on Windows and macOS",
            "warning[unportable-name]: `LPT1/a.txt` cannot exist on Windows",
            "warning[unportable-name]: `bodies/nul.html` cannot exist on Windows",
            "warning[unportable-name]: `com1.tar.gz` cannot exist on Windows",
            "warning[unportable-name]: `common/com10/null.` cannot exist on Windows",
            "warning[unportable-name]: `es/parts/aux/banks.html` cannot exist on Windows",
            "warning[unportable-name]: `es/parts/aux/con.html` cannot exist on Windows",
            "warning[unportable-name]: `prn.txt` cannot exist on Windows",
        ]
    );
    assert!(
        Site::small()
            .messages()
            .lines()
            .all(|line| !line.contains("unportable-name"))
    );
}

#[test]
fn page_that_loads_from_another_host_or_has_inline_code() {
    let head = "<link rel=\"stylesheet\" href=\"https://fonts.example/x.css\">\n<style>p { color: red }</style>\n<script>x()</script>\n";
    let site = Site::small().write("templates/head_extra.html", head);
    let aside = "{% extends \"theme/404.html\" %}\n{% block aside %}<p onclick=\"x()\">x</p>{% endblock aside %}\n";
    let site = site.write("templates/404.html", aside);
    let all = format!("{} pages", site.compile().pages.len());
    assert_snapshot!(site.messages().replace(&all, "[all] pages"));
}

#[test]
fn heading_nearly_matched_and_pattern_never_matched() {
    let site = Site::small().edit("seeds/paper.txt", "2. Boats", "Part 0ne of it\n\n2. Boats");
    assert_snapshot!(
        site.edit("glossator.yaml", "heading: [Opening]", "heading: [Opening, Preface]")
            .messages()
    );
}

#[test]
fn alias_that_is_never_used() {
    let aliases = "aliases:\n  - {text: Forum, in: [I.2]}\n  - Rivers' Forum\n";
    assert_snapshot!(
        Site::small()
            .edit(FORUM, "aliases:\n  - {text: Forum, in: [Opening]}\n", aliases)
            .messages()
    );
}

#[test]
fn content_file_with_an_unknown_extension() {
    assert_snapshot!(Site::small().write("content/bodies/notes.markdown", "x").messages());
}

#[test]
fn source_that_is_a_document() {
    assert_snapshot!(
        Site::small()
            .write("seeds/paper.txt", b"PK\x03\x04\x14\x00\x06\x00")
            .messages()
    );
    let site = Site::small().write("seeds/paper.txt", b"T\x00i\x00t\x00l\x00e\x00\n\x00");
    assert!(site.messages().contains("it looks like UTF-16"), "{}", site.messages());
}

#[test]
fn source_outside_the_site() {
    assert_snapshot!(
        Site::small()
            .edit(
                "glossator.yaml",
                "source: seeds/paper.txt",
                "source: ../../etc/hostname"
            )
            .messages()
    );
}

#[test]
fn source_that_is_missing_outside_the_site_has_one_error() {
    let messages = Site::small()
        .edit(
            "glossator.yaml",
            "source: seeds/paper.txt",
            "source: ../nowhere/paper.txt",
        )
        .messages();
    assert!(messages.starts_with("error[bad-path]"), "{messages}");
    assert_eq!(messages.matches("error[").count(), 1, "{messages}");
}

#[cfg(unix)]
mod links {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    /// The small site with symbolic links, given as (link, target).
    fn linked(links: &[(&str, &str)]) -> Site {
        let site = Site::small();
        for (link, target) in links {
            fs::create_dir_all(site.path(link).parent().unwrap()).unwrap();
            symlink(target, site.path(link)).unwrap();
        }
        site
    }

    /// A folder outside of the site.
    fn outside() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret.md"), super::super::site::FUND).unwrap();
        folder
    }

    #[test]
    fn source_that_is_a_link_out_of_the_site_is_not_opened() {
        let outside = outside();
        let secret = outside.path().join("secret.md");
        assert_snapshot!(
            linked(&[("seeds/linked.txt", secret.to_str().unwrap())])
                .edit("glossator.yaml", "source: seeds/paper.txt", "source: seeds/linked.txt")
                .messages()
        );
    }

    #[test]
    fn link_out_of_the_site_is_not_followed() {
        let outside = outside();
        let (folder, file) = (outside.path().to_str().unwrap(), outside.path().join("secret.md"));
        let file = file.to_str().unwrap();
        for (link, target) in [
            ("static/secret.txt", file),
            ("static/all", folder),
            ("content/bodies/secret.md", file),
            ("content/all", folder),
            ("themes/default", folder),
            ("templates", folder),
        ] {
            let messages = linked(&[(link, target)]).messages();
            let expected = format!("error[bad-path]: `{link}` is a link that leads out of the site's folder\n");
            assert!(messages.starts_with(&expected), "{messages}");
        }
    }

    #[test]
    fn link_within_the_site_is_followed_and_editor_lock_ignored() {
        let site = linked(&[
            ("static/paper.txt", "../seeds/paper.txt"),
            ("static/texts", "../seeds"),
            ("content/bodies/.#river-fund.md", "somebody@somewhere.1234"),
        ]);
        let inputs = site.inputs();
        let published: Vec<&str> = inputs.statics.keys().map(String::as_str).collect();
        assert_eq!(published, ["paper.txt", "texts/paper.txt"]);
    }

    #[test]
    fn file_that_is_not_regular_is_not_opened() {
        let site = Site::small().write("static/a.txt", "a");
        let _socket = UnixListener::bind(site.path("static/socket")).unwrap();
        assert_snapshot!("socket_in_static", site.messages());
        // Inside the site's folder, so that the type of file is the only reason to refuse it.
        let site = Site::small();
        let _socket = UnixListener::bind(site.path("seeds/socket")).unwrap();
        let site = site.edit("glossator.yaml", "source: seeds/paper.txt", "source: seeds/socket");
        assert_snapshot!("source_that_is_a_socket", site.messages());
    }

    #[test]
    fn configuration_that_is_a_device_is_not_read() {
        let config = std::path::Path::new("/dev/null");
        let failure = glossator::input::read(config, &glossator::input::Overrides::default()).unwrap_err();
        assert_eq!(failure.diagnostics[0].message, "`null` is no regular file");
    }
}

#[test]
fn front_matter_without_an_end() {
    assert_snapshot!(
        Site::small()
            .edit(FUND, "see_also: [River Forum]\n---\n", "see_also: [River Forum]\n")
            .messages()
    );
}

#[test]
fn strings_with_an_unknown_key() {
    assert_snapshot!(Site::small().write("strings/en.yaml", "glosary: Terms\n").messages());
}

#[test]
fn template_errors_that_the_engine_gives_as_text() {
    assert_snapshot!(
        "unknown_function",
        Site::small()
            .write("templates/home.html", "<p>\n{{ shout(page.title) }}</p>\n")
            .messages()
    );
    assert_snapshot!(
        "template_that_includes_itself",
        Site::small()
            .write("templates/home.html", "{% include \"home.html\" %}\n")
            .messages()
    );
    let block = "{% extends \"theme/home.html\" %}\n{% block asid %}{% endblock asid %}\n";
    assert_snapshot!(
        "unknown_block",
        Site::small().write("templates/home.html", block).messages()
    );
}

#[test]
fn configuration_error_suppresses_the_errors_it_causes() {
    let site = Site::small().edit("glossator.yaml", "heading: [Opening]", "heading: ['{number:greek}']");
    let messages = site.messages();
    assert!(messages.starts_with("error[bad-heading-pattern]"), "{messages}");
    assert_eq!(messages.matches("error[").count(), 1, "{messages}");
}

#[test]
fn yaml_fault_among_comments_or_in_a_flow_mapping_is_one_error() {
    let config = "budget:\n  # kilobytes\n  pages: 1\nkinds:\n";
    let messages = Site::small().edit("glossator.yaml", "kinds:\n", config).messages();
    assert_eq!(messages.matches("error[").count(), 1, "{messages}");
    let types = "types: [{name: forum,\n    bogus: 1,\n    plural: Forums}]";
    let messages = Site::small()
        .edit("glossator.yaml", "types: [{name: forum, plural: Forums}]", types)
        .messages();
    assert_eq!(messages.matches("error[").count(), 1, "{messages}");
    assert!(messages.contains("unknown key `bogus`"), "{messages}");
}

/// The small site with a written index.
fn indexed(index: &str) -> Site {
    Site::small().write("content/index.yaml", index)
}

#[test]
fn index_with_invalid_headings() {
    assert_snapshot!(
        indexed(
            "- {heading: water, at: [I.1]}\n- {heading: water, at: [I.2]}\n- {heading: rain}\n- {heading: ' ', at: [I.1]}\n- {heading: sea, at: [I.9]}\n"
        )
        .messages()
    );
}

#[test]
fn index_with_useless_references() {
    assert_snapshot!(
        indexed(
            "- {heading: angling, see: [fishes]}\n- {heading: banking, see: [money]}\n- {heading: money, see: [banking]}\n- {heading: rivers, see: [River Fund]}\n- {heading: boats, at: [I.2], see_also: [paint, ships]}\n- {heading: paint, at: [I.2 ¶1]}\n- {heading: ships, see: [boats]}\n"
        )
        .messages()
    );
}

#[test]
fn index_with_gaps() {
    let many: String = (2..=7)
        .map(|nth| format!("\n{nth}. More\n\nThe River Fund again.\n"))
        .collect();
    let paper = crate::site::PAPER.replace("2. Boats\n", &format!("{many}\n8. Boats\n"));
    assert_snapshot!(
        indexed("- {heading: paint, at: [I.2 ¶1]}\n")
            .write("seeds/paper.txt", paper)
            .messages()
    );
}

#[test]
fn expansion_not_found() {
    let site = Site::small().edit(FUND, "acronym: RF", "acronym: RF\nexpansion: {text: Rivers Fund}");
    assert_snapshot!(site.messages());
}

#[test]
fn outlook_not_found() {
    let site = Site::small().edit(FUND, "see_also", "outlook: [{quote: will close, at: I.1 ¶1}]\nsee_also");
    assert_snapshot!(site.messages());
}

#[test]
fn note_on_words_not_found() {
    let site = Site::small().write(
        "content/notes/slip.md",
        "---\non: paynt\nat: I.2 ¶1\n---\n\nSo in the source.\n",
    );
    assert_snapshot!(site.messages());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is removed from or inserted into the configuration or an entry, the build ends, and gives either a site or
    /// errors and warnings.
    #[test]
    fn damaged_input_gives_a_site_or_messages(
        entry in any::<bool>(),
        at in any::<prop::sample::Index>(),
        cut in 0..12usize,
        put in "[a-z:{}\\[\\]\"'#&*|>,\\- \n\té]{0,6}",
    ) {
        let path = if entry { FORUM } else { "glossator.yaml" };
        let site = Site::small();
        let text = std::fs::read_to_string(site.path(path)).unwrap();
        let letters: Vec<char> = text.chars().collect();
        let start = at.index(letters.len());
        let damaged: String = letters[..start]
            .iter()
            .copied()
            .chain(put.chars())
            .chain(letters[start..].iter().copied().skip(cut))
            .collect();
        let messages = site.write(path, damaged).messages();
        prop_assert!(messages.is_empty() || messages.contains("error[") || messages.contains("warning["), "{}", messages);
    }
}

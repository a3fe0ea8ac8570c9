use super::plural::{english_plurals, romance_plurals};

/// The profile of a language: what splitting sentences, forming plurals and sorting headings need to know.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    /// Abbreviations whose full stop does not end a sentence. Letters on their own (`U.N.`, `J. R.`, `p.`) are
    /// abbreviations in every language.
    pub abbreviations: &'static [&'static str],
    /// Words that begin a new sentence where they are capitalised, even after an abbreviation, in lower case.
    pub openers: &'static [&'static str],
    /// Whether a full stop after a number makes it an ordinal (`3. Oktober`).
    pub ordinals: bool,
    /// Leading words that sorting ignores, in lower case; one that ends with an apostrophe is joined to the next word.
    pub articles: &'static [&'static str],
    /// Small words that may stand inside a name, in lower case.
    pub joining: &'static [&'static str],
    plural: fn(&str) -> Vec<String>,
}

impl Language {
    /// The profile for a BCP 47 tag; a language without one gets a neutral profile.
    pub fn from_tag(tag: &str) -> Self {
        match tag.split('-').next().unwrap_or_default() {
            "en" => ENGLISH,
            "es" => SPANISH,
            "pt" => PORTUGUESE,
            "fr" => FRENCH,
            "de" => GERMAN,
            "it" => ITALIAN,
            _ => NEUTRAL,
        }
    }

    /// Whether a word is the one for "and".
    pub fn is_and(&self, word: &str) -> bool {
        ["and", "y", "e", "et", "und", "&"].contains(&word) && self.joining.contains(&word)
    }

    /// The regular plurals of a name. Empty in languages whose plurals change more than endings: there an entry lists
    /// them as aliases.
    pub fn plurals(&self, name: &str) -> Vec<String> {
        (self.plural)(name)
    }

    /// A heading without its leading article, unless that is all it has.
    pub fn without_article<'a>(&self, heading: &'a str) -> &'a str {
        let Some((end, joint)) = heading
            .char_indices()
            .find(|(_, letter)| [' ', '\'', '’'].contains(letter))
        else {
            return heading;
        };
        let mut first = heading[..end].to_lowercase();
        if joint != ' ' {
            first.push('\'');
        }
        let rest = &heading[end + joint.len_utf8()..];
        match self.articles.contains(&first.as_str()) && !rest.is_empty() {
            true => rest,
            false => heading,
        }
    }
}

const ENGLISH: Language = Language {
    abbreviations: &[
        "Mr.", "Messrs.", "Mme.", "Msgr.", "Sgt.", "Brig.", "Ste.", "Drs.", "Sens.", "Reps.", "Dir.", "Ibid.", "ibid.",
        "Cf.", "cit.", "Reg.", "reg.", "Regs.", "Cl.", "cl.", "Sched.", "App.", "Pt.", "pt.", "Ref.", "ref.", "Sess.",
        "Add.", "Corr.", "Suppl.", "subpara.", "sec.", "secs.", "no.", "vols.", "chs.", "figs.", "Ave.", "Blvd.",
        "Rd.", "bn.", "mn.", "avg.", "max.", "min.", "Esq.", "Plc.", "Pty.", "Govt.", "Assoc.", "Mrs.", "Ms.", "Dr.",
        "Prof.", "St.", "Sts.", "Mt.", "Ft.", "Hon.", "Rev.", "Amb.", "Gen.", "Lt.", "Col.", "Maj.", "Capt.", "Adm.",
        "Gov.", "Sen.", "Rep.", "Pres.", "Sec.", "Secs.", "Art.", "Arts.", "art.", "arts.", "Para.", "Paras.", "para.",
        "paras.", "par.", "Ch.", "ch.", "chap.", "No.", "Nos.", "nos.", "Vol.", "vol.", "Fig.", "fig.", "pp.", "ed.",
        "eds.", "cf.", "vs.", "viz.", "approx.", "ca.", "al.", "incl.", "resp.", "Res.", "Doc.", "Inc.", "Ltd.", "Co.",
        "Corp.", "Bros.", "Jr.", "Sr.", "Dept.", "Univ.", "Inst.", "Assn.", "Intl.", "Jan.", "Feb.", "Mar.", "Apr.",
        "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.",
    ],
    openers: &[
        "our", "since", "with", "from", "after", "under", "during", "however", "the", "a", "an", "it", "its", "this",
        "that", "these", "those", "they", "we", "he", "she", "there", "in", "on", "at", "by", "for", "to", "as", "if",
        "when", "while", "both", "all", "and", "but",
    ],
    ordinals: false,
    articles: &["the", "a", "an"],
    joining: &["of", "for", "and", "on", "in", "the", "&"],
    plural: english_plurals,
};

const SPANISH: Language = Language {
    abbreviations: &[
        "EE.", "RR.", "FF.", "AA.", "Sras.", "Srta.", "Dña.", "Mons.", "Pdte.", "Arq.", "No.", "Nos.", "num.", "lit.",
        "tít.", "Ej.", "cit.", "Dpto.", "Univ.", "Inst.", "Hnos.", "Ltd.", "Corp.", "Inc.", "ene.", "feb.", "abr.",
        "jun.", "jul.", "ago.", "sept.", "oct.", "nov.", "dic.", "UU.", "Sr.", "Sra.", "Sres.", "Dr.", "Dra.", "Ing.",
        "Lic.", "Prof.", "Gral.", "Cnel.", "Excmo.", "Excma.", "Sto.", "Sta.", "Ud.", "Uds.", "Art.", "art.", "Arts.",
        "arts.", "párr.", "párrs.", "inc.", "cap.", "Cap.", "vol.", "Vol.", "núm.", "Núm.", "núms.", "nro.", "Nro.",
        "pág.", "págs.", "pp.", "fig.", "ej.", "ed.", "aprox.", "cf.", "cfr.", "ref.", "Res.", "Cía.", "Ltda.", "Av.",
        "Avda.", "tel.",
    ],
    openers: &[
        "el", "la", "los", "las", "un", "una", "en", "esto", "este", "esta", "se", "por", "para", "con", "ambas",
    ],
    ordinals: false,
    articles: &["el", "la", "los", "las", "un", "una"],
    joining: &[
        "de", "del", "la", "las", "los", "el", "y", "e", "en", "para", "sobre", "&",
    ],
    plural: |name| romance_plurals(name, super::plural::spanish_word),
};

const PORTUGUESE: Language = Language {
    abbreviations: &[
        "Sr.", "Sra.", "Sras.", "Drs.", "Exa.", "Dep.", "Gov.", "Sen.", "Des.", "Dec.", "séc.", "Ltd.", "Inc.", "jan.",
        "fev.", "abr.", "jun.", "jul.", "ago.", "nov.", "dez.", "Srs.", "Dr.", "Dra.", "Eng.", "Prof.", "Profa.",
        "Gen.", "Cel.", "Exmo.", "Exma.", "Sto.", "Sta.", "Art.", "art.", "Arts.", "arts.", "inc.", "cap.", "Cap.",
        "vol.", "Vol.", "nº.", "pág.", "págs.", "pp.", "fig.", "ex.", "ed.", "aprox.", "cf.", "ref.", "Res.", "Cia.",
        "Ltda.", "Av.", "tel.",
    ],
    openers: &[
        "o", "a", "os", "as", "um", "uma", "em", "no", "na", "isto", "este", "esta", "por", "para", "com", "ambas",
    ],
    ordinals: false,
    articles: &["o", "a", "os", "as", "um", "uma"],
    joining: &["de", "da", "do", "das", "dos", "e", "em", "para", "sobre", "&"],
    plural: |name| romance_plurals(name, super::plural::portuguese_word),
};

const FRENCH: Language = Language {
    abbreviations: &[
        "MM.", "Mme.", "Mmes.", "Mlle.", "Mgr.", "Sté.", "Ets.", "Col.", "Amb.", "ann.", "juill.", "avr.", "ibid.",
        "op.", "Ltd.", "Inc.", "Dr.", "Pr.", "Prof.", "Me.", "St.", "Ste.", "Gén.", "art.", "Art.", "al.", "chap.",
        "vol.", "pp.", "éd.", "fig.", "cf.", "ex.", "env.", "réf.", "rés.", "Cie.", "av.", "apr.", "tél.", "janv.",
        "févr.", "juil.", "sept.", "oct.", "nov.", "déc.",
    ],
    openers: &[
        "le", "la", "les", "l", "un", "une", "des", "ce", "cette", "ces", "il", "elle", "en", "dans", "pour", "les",
    ],
    ordinals: false,
    articles: &["le", "la", "les", "l'", "un", "une"],
    joining: &["de", "du", "des", "la", "le", "les", "et", "en", "pour", "sur", "&"],
    plural: |name| romance_plurals(name, super::plural::french_word),
};

const GERMAN: Language = Language {
    abbreviations: &[
        "Dr.",
        "Prof.",
        "St.",
        "Hr.",
        "Hrn.",
        "Ing.",
        "med.",
        "Rn.",
        "Rz.",
        "Anm.",
        "Fn.",
        "lit.",
        "Buchst.",
        "Unterabs.",
        "Anl.",
        "Anh.",
        "max.",
        "mind.",
        "Jh.",
        "ebd.",
        "Hg.",
        "Feb.",
        "Apr.",
        "Sep.",
        "Tsd.",
        "Mill.",
        "einschl.",
        "bzgl.",
        "Inc.",
        "Co.",
        "Fr.",
        "Art.",
        "Abs.",
        "Nr.",
        "Nrn.",
        "Ziff.",
        "Kap.",
        "Abb.",
        "Bd.",
        "Aufl.",
        "Hrsg.",
        "hrsg.",
        "bzw.",
        "ca.",
        "vgl.",
        "Vgl.",
        "ggf.",
        "inkl.",
        "exkl.",
        "gem.",
        "sog.",
        "evtl.",
        "insb.",
        "ff.",
        "bspw.",
        "Mio.",
        "Mrd.",
        "Std.",
        "Str.",
        "Tel.",
        "Jan.",
        "Febr.",
        "Aug.",
        "Sept.",
        "Okt.",
        "Nov.",
        "Dez.",
    ],
    openers: &[
        "der", "die", "das", "ein", "eine", "dies", "diese", "dieser", "es", "er", "sie", "in", "im", "für", "mit",
    ],
    ordinals: true,
    articles: &["der", "die", "das", "den", "dem", "des", "ein", "eine"],
    joining: &[
        "der", "die", "das", "des", "und", "für", "über", "zur", "zum", "von", "&",
    ],
    plural: |_| Vec::new(),
};

const ITALIAN: Language = Language {
    abbreviations: &[
        "Sig.", "Sigg.", "Sen.", "Pres.", "Col.", "nr.", "lett.", "sez.", "tit.", "Lgs.", "cit.", "mld.", "mln.",
        "genn.", "febbr.", "apr.", "giu.", "lug.", "ago.", "sett.", "ott.", "nov.", "dic.", "Dott.", "Prof.", "Ing.",
        "Avv.", "On.", "Gen.", "Art.", "art.", "artt.", "cap.", "vol.", "nn.", "pag.", "pagg.", "pp.", "fig.", "es.",
        "cfr.", "ed.", "tel.",
    ],
    openers: &[
        "il", "lo", "la", "i", "gli", "le", "un", "una", "in", "per", "con", "questo", "questa",
    ],
    ordinals: false,
    articles: &["il", "lo", "la", "i", "gli", "le", "l'", "un", "uno", "una", "un'"],
    joining: &[
        "di", "del", "della", "dei", "delle", "degli", "e", "in", "per", "su", "&",
    ],
    plural: |_| Vec::new(),
};

const NEUTRAL: Language = Language {
    abbreviations: &[],
    openers: &[],
    ordinals: false,
    articles: &[],
    joining: &["&"],
    plural: |_| Vec::new(),
};

//! Zones: what a piece of text is on its page.

/// What a piece is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Not told yet. None is left when ingest is done.
    #[default]
    Unknown,
    /// The title of an article, or part of it.
    Headline,
    /// The line above a headline.
    Kicker,
    /// Who wrote the article.
    Byline,
    /// The paragraph that leads in.
    Standfirst,
    /// Running text.
    Body,
    /// A heading within an article.
    Crosshead,
    /// An item of a list.
    List,
    /// A row of a table.
    Table,
    /// Words of the article set large.
    PullQuote,
    /// Words below or on a picture.
    Caption,
    /// Whose picture it is.
    Credit,
    /// The heading of a box.
    BoxTitle,
    /// The text of a box.
    BoxBody,
    /// What follows an article: biography, contact, disclaimer, sign-off.
    Endnote,
    /// Part of an entry of the noticeboard.
    Event,
    /// An advert.
    Advert,
    /// Masthead and imprint.
    Imprint,
    /// The contents page, or a teaser that gives a page.
    Contents,
    /// The cover.
    Cover,
    /// A line that recurs at the head or foot of pages, a folio, a turn line.
    RunningHead,
    /// Part of a headline that lies broken over the gutter, away from the rest.
    Fragment,
}

impl Zone {
    /// Its name, as `--explain` prints it.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Unknown => "unknown",
            Zone::Headline => "headline",
            Zone::Kicker => "kicker",
            Zone::Byline => "byline",
            Zone::Standfirst => "standfirst",
            Zone::Body => "body",
            Zone::Crosshead => "crosshead",
            Zone::List => "list",
            Zone::Table => "table",
            Zone::PullQuote => "pull quote",
            Zone::Caption => "caption",
            Zone::Credit => "credit",
            Zone::BoxTitle => "box title",
            Zone::BoxBody => "box",
            Zone::Endnote => "endnote",
            Zone::Event => "event",
            Zone::Advert => "advert",
            Zone::Imprint => "imprint",
            Zone::Contents => "contents",
            Zone::Cover => "cover",
            Zone::RunningHead => "running head",
            Zone::Fragment => "fragment",
        }
    }

    /// Whether text of this zone is left out of the articles.
    pub fn is_discarded(self) -> bool {
        matches!(
            self,
            Zone::Advert | Zone::Imprint | Zone::Contents | Zone::Cover | Zone::RunningHead | Zone::Fragment
        )
    }
}

/// A zone and why it was given.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// The zone.
    pub zone: Zone,
    /// Why, in a few words.
    pub reason: String,
}

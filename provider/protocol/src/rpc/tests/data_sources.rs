//! Data sources.

use super::*;
use crate::{
    data_source::DataSource, diagnostic::Diagnostic, path::AttributePath, registry::RegisteredDataSource,
    validate::not_empty,
};

/// A page of the book.
#[derive(Clone, Debug, Default, Model)]
struct Page {
    /// Its number.
    #[attr(required, validate(not_empty()))]
    number: Attr<String>,
    /// What stands on it.
    #[attr(computed)]
    text: Attr<String>,
}

struct Pages;

#[async_trait]
impl DataSource for Pages {
    type Model = Page;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_page"
    }

    fn validate(&self, config: &Page, diagnostics: &mut Diagnostics) {
        if config.number.as_str() == Some("0") {
            diagnostics.error(AttributePath::of(&["number"]), "No such page", "Pages count from 1.");
        }
    }

    async fn read(&self, _: &Context<()>, config: Page) -> Result<Page, Diagnostics> {
        match config.number.as_str() {
            Some("7") => Err(Diagnostic::error("Torn out", "Page 7 is missing.").into()),
            Some("8") => Ok(Page { text: Attr::Unknown, ..config }),
            Some("9") => unreachable!("nobody reads page 9"),
            _ => Ok(Page { text: "once upon a time".into(), ..config }),
        }
    }
}

struct Book;

#[async_trait]
impl Provider for Book {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        Vec::new()
    }

    fn data_sources(&self) -> Vec<RegisteredDataSource<()>> {
        vec![RegisteredDataSource::new(Pages)]
    }
}

fn book() -> Server<Book> {
    Server::new(Book, CancellationToken::new())
}

fn page(number: Attr<String>) -> Option<pb::DynamicValue> {
    Some(convert::dynamic(&Page { number, text: Attr::Null }.write()))
}

async fn read_data(number: &str) -> pb::read_data_source::Response {
    let request = pb::read_data_source::Request {
        type_name: "test_page".into(),
        config: page(number.into()),
        ..Default::default()
    };
    book().read_data_source(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn reading_answers_the_state_or_the_error() {
    let found = read_data("1").await;
    let state = convert::value(found.state.as_ref(), &Page::block().ty()).unwrap();
    assert_eq!(state.attribute("text").as_str(), Some("once upon a time"));
    assert_eq!(state.attribute("number").as_str(), Some("1"));
    assert!(found.diagnostics.is_empty());
    let missing = read_data("7").await;
    assert_eq!(missing.diagnostics[0].summary, "Torn out");
    assert_eq!(missing.state, None);
}

#[tokio::test]
async fn a_panic_and_an_unknown_result_are_bugs_that_are_told() {
    for (number, said) in [("8", "text of test_page is still unknown"), ("9", "nobody reads page 9")] {
        let answer = read_data(number).await;
        assert!(answer.diagnostics[0].detail.contains(said), "{answer:?}");
        assert_eq!(answer.state, None);
    }
}

#[tokio::test]
async fn validation_runs_both_kinds_of_checks_and_passes_over_the_unknown() {
    let validate = |number: Attr<String>| async {
        let request =
            pb::validate_data_resource_config::Request { type_name: "test_page".into(), config: page(number) };
        book().validate_data_resource_config(Request::new(request)).await.unwrap().into_inner().diagnostics
    };
    assert_eq!(validate("0".into()).await[0].summary, "No such page");
    assert_eq!(validate("".into()).await[0].summary, "Invalid number");
    assert!(validate("1".into()).await.is_empty());
    assert!(validate(Attr::Unknown).await.is_empty());
}

#[tokio::test]
async fn an_unknown_type_lists_those_there_are() {
    let request = pb::read_data_source::Request { type_name: "test_leaf".into(), ..Default::default() };
    let answer = book().read_data_source(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(answer.diagnostics[0].summary, "Unknown data source");
    assert!(answer.diagnostics[0].detail.contains("It has: test_page."));
}

#[tokio::test]
async fn schema_and_metadata_list_them() {
    let book = book();
    let schema = book.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    let block = schema.data_source_schemas["test_page"].block.as_ref().unwrap();
    assert_eq!(block.description, "A page of the book.");
    let metadata = book.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(metadata.data_sources[0].type_name, "test_page");
}

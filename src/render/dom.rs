//! The view tree as DOM nodes, by `createElement`, `setAttribute` and `createTextNode` only: nothing is parsed, so there is
//! nothing to inject into, and Trusted Types have nothing to object to.

use super::view::Node;
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

/// Replaces what is in `into` with the nodes.
///
/// # Errors
/// What the DOM throws, which it does only if `into` is no element of a document.
pub fn render(into: &Element, nodes: &[Node]) -> Result<(), JsValue> {
    let document = into.owner_document().ok_or(JsValue::UNDEFINED)?;
    // Built apart and put in at once, so that the page is laid out once.
    let fragment = document.create_document_fragment();
    append(&document, &fragment, nodes)?;
    into.set_text_content(None);
    into.append_child(&fragment)?;
    Ok(())
}

fn append(document: &Document, parent: &web_sys::Node, nodes: &[Node]) -> Result<(), JsValue> {
    for node in nodes {
        match node {
            Node::Text(text) => {
                parent.append_child(&document.create_text_node(text))?;
            }
            Node::Element(view) => {
                let element = document.create_element(view.tag.name())?;
                let mut outcome = Ok(());
                for attribute in &view.attributes {
                    attribute.each(&mut |name, value| {
                        if outcome.is_ok() {
                            outcome = element.set_attribute(name, value);
                        }
                    });
                }
                outcome?;
                append(document, &element, &view.children)?;
                parent.append_child(&element)?;
            }
        }
    }
    Ok(())
}

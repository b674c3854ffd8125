//! Pages of other origins that may ask. Knows no cloud.

use crate::design::NodeId;
use crate::program::Expression;

use super::values::Context;

impl<Facts> Context<'_, Facts> {
    /// What a node is told of pages. Where only some environments let pages in, the others have no configuration at all.
    pub(crate) fn where_pages_ask(&self, id: &NodeId, origins: Expression, configuration: Expression) -> Expression {
        let everywhere = self.known(id, &["cors", "origins"]).len() >= self.design.environments.len();
        if everywhere || !matches!(origins, Expression::Setting(_)) {
            return configuration;
        }
        Expression::Conditional { condition: Box::new(origins), then: Box::new(configuration), otherwise: None }
    }
}

/// What is deployed, held to what is built: `template.yaml` as it is written, as SAM translates it,
/// and the code that runs behind it.
@NullMarked
package io.tollgate.local.template;

import org.jspecify.annotations.NullMarked;

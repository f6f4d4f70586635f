/// Secrets of Secrets Manager, by the references that `tollgate.yaml` and the environment hold:
/// read when first needed, kept for minutes, never logged and never in a snapshot.
@NullMarked
package io.tollgate.aws.secrets;

import org.jspecify.annotations.NullMarked;

/// The contracts of all adapters once more over LocalStack, where Docker is; elsewhere they are
/// reported as skipped.
@NullMarked
package io.tollgate.aws.localstack;

import org.jspecify.annotations.NullMarked;

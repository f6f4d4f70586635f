@NullMarked
package io.tollgate.aws.log;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.tollgate.aws.run;

import org.jspecify.annotations.NullMarked;

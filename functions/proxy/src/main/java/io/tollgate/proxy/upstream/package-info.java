/// A small HTTP/1.1 client that blocks the calling thread and hands over what has arrived, as it
/// arrives.
///
/// It is ours because of two needs. Speed: the JDK's client wakes three threads for each arrival,
/// which costs a stream more than everything else in the gateway together. And proof: whoever pays
/// must know whether a request that failed was ever sent, and no client that retries or pools in
/// secret tells. It knows nothing of models, prices or dialects.
@NullMarked
package io.tollgate.proxy.upstream;

import org.jspecify.annotations.NullMarked;

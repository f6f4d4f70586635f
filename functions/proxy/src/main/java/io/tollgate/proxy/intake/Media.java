package io.tollgate.proxy.intake;

/// What the messages hold besides text: how many parts of each kind.
///
/// @param inlineImages images whose bytes stand in the body as a `data:` address
/// @param inlineBytes how much of the body those addresses are; no text, so no text tokens
/// @param remoteImages images that the provider fetches
/// @param audio recordings, and references to spoken answers
/// @param files files by value or by id, videos, documents and whatever else is no text
public record Media(int inlineImages, long inlineBytes, int remoteImages, int audio, int files) {
  public static final Media NONE = new Media(0, 0, 0, 0, 0);

  public int images() {
    return inlineImages + remoteImages;
  }
}

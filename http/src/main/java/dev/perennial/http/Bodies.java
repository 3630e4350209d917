package dev.perennial.http;

import org.eclipse.jetty.io.Content;

/// How the bodies of a server's requests are read.
///
/// @param most bytes of one
/// @param gate where each request that is handled has its place
record Bodies(long most, RequestGate gate) {

  /// @throws HttpError 413 if a body of this length is too large
  void requireAllowed(long length) {
    if (length > most) {
      throw LimitedBody.tooLarge(most);
    }
  }

  LimitedBody of(Content.Source body, Place place) {
    return new LimitedBody(Content.Source.asInputStream(new PatientSource(body, place)), most);
  }
}

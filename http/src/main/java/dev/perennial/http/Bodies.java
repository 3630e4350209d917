package dev.perennial.http;

import java.io.InputStream;
import org.eclipse.jetty.io.Content;

/// How the bodies of a server's requests are read.
///
/// @param most bytes of one
/// @param gate where each request that is handled has its place
/// @param memory for those that are collected
record Bodies(long most, RequestGate gate, BodyMemory memory) {

  /// @throws HttpError 413 if a body of this length is too large
  void requireAllowed(long length) {
    if (length > most) {
      throw LimitedBody.tooLarge(most);
    }
  }

  /// @param onEnd is told when all of it has been read
  InputStream of(Content.Source body, GatePlace place, BodyMemory.Share share, Runnable onEnd) {
    InputStream patient = Content.Source.asInputStream(new PatientSource(body, place));
    return new LimitedBody(new CountedBody(patient, share), most, onEnd);
  }
}

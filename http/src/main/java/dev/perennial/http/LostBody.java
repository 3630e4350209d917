package dev.perennial.http;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;

/// The body of a request cannot be read to its end, because of its client: nothing that a server
/// logs. Whatever else a handler reads fails otherwise.
final class LostBody extends IOException {

  private static final long serialVersionUID = 1;

  private final HttpError refusal;

  private LostBody(Throwable cause, HttpError refusal) {
    super(refusal.detail(), cause);
    this.refusal = refusal;
  }

  /// What the client is told, if it is still there.
  HttpError refusal() {
    return refusal;
  }

  /// The failure with which the engine ends a body, as its reader is to get it.
  static Throwable of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case HttpException bad when bad.getCode() >= 400 && bad.getCode() < 500 -> {
          return new LostBody(
              failure, new HttpError(bad.getCode(), String.valueOf(bad.getReason())));
        }
        case TimeoutException _ -> {
          return new LostBody(failure, new HttpError(408, "the body came too slowly"));
        }
        default -> {}
      }
    }
    return failure instanceof IOException
        ? new LostBody(failure, new HttpError(400, "the body ended too early"))
        : failure;
  }

  /// The same for what was read.
  static Content.Chunk in(Content.Chunk failed) {
    return Content.Chunk.from(of(failed.getFailure()), failed.isLast());
  }
}

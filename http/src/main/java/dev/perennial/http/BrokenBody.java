package dev.perennial.http;

import java.io.IOException;
import org.eclipse.jetty.io.QuietException;

/// A body that could not be written to its end; logged already, if it is news.
final class BrokenBody extends IOException implements QuietException {

  private static final long serialVersionUID = 1;

  BrokenBody(Throwable cause) {
    super("the body of the response broke off", cause);
  }
}

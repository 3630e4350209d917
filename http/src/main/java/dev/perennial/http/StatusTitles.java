package dev.perennial.http;

import org.eclipse.jetty.http.HttpStatus;

/// The titles that the standard gives to status codes.
final class StatusTitles {

  private StatusTitles() {}

  static String of(int status) {
    return HttpStatus.getCode(status) == null ? "Error" : HttpStatus.getMessage(status);
  }
}

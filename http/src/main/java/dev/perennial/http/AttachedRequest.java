package dev.perennial.http;

import java.util.Optional;

/// A request with something that a filter has found out about it.
final class AttachedRequest extends ForwardingRequest {

  private final Class<?> type;
  private final Object value;

  AttachedRequest(Request request, Class<?> type, Object value) {
    super(request);
    this.type = type;
    this.value = value;
  }

  @Override
  public <T> Optional<T> attachment(Class<T> wanted) {
    return wanted.equals(type) ? Optional.of(wanted.cast(value)) : super.attachment(wanted);
  }
}

package dev.perennial.logging;

import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/// Hides secrets in what another formatter writes.
final class MaskingFormatter extends Formatter {

  private final Formatter formatter;
  private final UnaryOperator<String> mask;

  private MaskingFormatter(Formatter formatter, UnaryOperator<String> mask) {
    this.formatter = formatter;
    this.mask = mask;
  }

  /// Has a handler write masked texts, if it writes what a formatter makes.
  static void addTo(Handler handler, UnaryOperator<String> mask) {
    Formatter formatter = handler.getFormatter();
    if (formatter != null) {
      handler.setFormatter(new MaskingFormatter(formatter, mask));
    }
  }

  @Override
  public String format(LogRecord record) {
    return mask.apply(formatter.format(record));
  }

  @Override
  public String getHead(Handler handler) {
    return formatter.getHead(handler);
  }

  @Override
  public String getTail(Handler handler) {
    return formatter.getTail(handler);
  }
}

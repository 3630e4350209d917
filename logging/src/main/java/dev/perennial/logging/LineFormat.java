package dev.perennial.logging;

/// The text of a record, without the end of its line.
interface LineFormat {

  String text(LogEvent event);
}

package dev.perennial.logging;

/// The facilities of syslog(3), under the names that the option has. Their order is their number.
public enum Facility {
  /// Messages of the kernel.
  LOG_KERN,
  /// What users run.
  LOG_USER,
  /// Mail.
  LOG_MAIL,
  /// System daemons.
  LOG_DAEMON,
  /// Security, in public files.
  LOG_AUTH,
  /// The system log itself.
  LOG_SYSLOG,
  /// Printers.
  LOG_LPR,
  /// Network news.
  LOG_NEWS,
  /// UUCP.
  LOG_UUCP,
  /// Clock daemons.
  LOG_CRON,
  /// Security, in private files.
  LOG_AUTHPRIV,
  /// FTP.
  LOG_FTP,
  /// NTP.
  LOG_NTP,
  /// Audit.
  LOG_AUDIT,
  /// Alert.
  LOG_ALERT,
  /// Clock daemons, the second.
  LOG_CLOCK,
  /// For local use.
  LOG_LOCAL0,
  /// For local use.
  LOG_LOCAL1,
  /// For local use.
  LOG_LOCAL2,
  /// For local use.
  LOG_LOCAL3,
  /// For local use.
  LOG_LOCAL4,
  /// For local use.
  LOG_LOCAL5,
  /// For local use.
  LOG_LOCAL6,
  /// For local use.
  LOG_LOCAL7;

  /// The number before a message: facility and severity in one.
  int with(LogLevel level) {
    return ordinal() * 8 + level.syslogPriority();
  }
}

package dev.perennial.benchmarks;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A file that Logback writes. Of the processes of a benchmark only those that measure Logback have
/// it on their class path, so its classes are named here alone.
final class LogbackFile {

  private LogbackFile() {}

  /// Opens the file for lines that their caller writes itself.
  static Consumer<String> open(String logger, Path file) {
    LoggerContext context = context();
    return logger(context, logger, appender(context, file));
  }

  /// Opens the file for lines that another thread writes. It never lets the caller wait, as ours.
  static Consumer<String> openAsync(String logger, Path file) {
    LoggerContext context = context();
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    // The size of the queue and what is dropped from it are its own defaults.
    async.setNeverBlock(true);
    async.addAppender(appender(context, file));
    async.start();
    return logger(context, logger, async);
  }

  // By itself, as SLF4J would set it up: that has another provider here.
  private static LoggerContext context() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    return context;
  }

  private static Consumer<String> logger(
      LoggerContext context, String name, Appender<ILoggingEvent> appender) {
    context.getLogger("ROOT").addAppender(appender);
    return context.getLogger(name)::info;
  }

  private static FileAppender<ILoggingEvent> appender(LoggerContext context, Path file) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        "%d{yyyy-MM-dd HH:mm:ss.SSS} " + ProcessHandle.current().pid() + " %p %c [-] %m%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setFile(file.toString());
    appender.start();
    return appender;
  }
}

package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.lang.System.Logger.Level;

/// Logs what the AMQP library would otherwise print.
final class LoggingExceptionHandler extends ForgivingExceptionHandler {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  @Override
  public void handleUnexpectedConnectionDriverException(Connection connection, Throwable failure) {
    LOG.log(Level.DEBUG, "the connection failed", failure);
  }

  @Override
  protected void log(String message, Throwable failure) {
    LOG.log(Level.WARNING, message, failure);
  }
}

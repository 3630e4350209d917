package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.SaslConfig;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.impl.LongStringHelper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Logs in by AMQPLAIN, the mechanism that `oslo.messaging` uses unless told otherwise: a table
/// with `LOGIN` and `PASSWORD`, without its length. Falls back on PLAIN where that is all there is.
final class AmqPlain implements SaslConfig {

  private static final String NAME = "AMQPLAIN";

  @Override
  public @Nullable SaslMechanism getSaslMechanism(String[] offered) {
    if (List.of(offered).contains(NAME)) {
      return new Mechanism();
    }
    return DefaultSaslConfig.PLAIN.getSaslMechanism(offered);
  }

  private static final class Mechanism implements SaslMechanism {

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public LongString handleChallenge(
        @Nullable LongString challenge, String username, String password) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream table = new DataOutputStream(bytes)) {
        write(table, "LOGIN", username);
        write(table, "PASSWORD", password);
      } catch (IOException cannotHappen) {
        throw new UncheckedIOException(cannotHappen);
      }
      return LongStringHelper.asLongString(bytes.toByteArray());
    }

    private static void write(DataOutputStream table, String key, String value) throws IOException {
      byte[] name = key.getBytes(StandardCharsets.US_ASCII);
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      table.writeByte(name.length);
      table.write(name);
      table.writeByte('S');
      table.writeInt(text.length);
      table.write(text);
    }
  }
}

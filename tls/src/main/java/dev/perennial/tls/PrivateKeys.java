package dev.perennial.tls;

import dev.perennial.config.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Reads private keys. PKCS #8 (RFC 5958) is what the JDK reads itself; the older forms of RSA
/// (PKCS #1, RFC 8017 A.1.2) and of elliptic curves (SEC 1, RFC 5915) are put into it.
final class PrivateKeys {

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");

  // AlgorithmIdentifier { rsaEncryption 1.2.840.113549.1.1.1, NULL }
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  // The identifier id-ecPublicKey 1.2.840.10045.2.1; the curve follows it.
  private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final String CONVERT = "; convert it with: openssl pkcs8 -topk8";

  private PrivateKeys() {}

  /// The first private key of a file.
  ///
  /// @param password of the key, if it has one
  /// @throws IOException that names the file and says what is wrong
  static PrivateKey read(Path file, Optional<Secret> password) throws IOException {
    byte[] curve = new byte[0];
    for (PemBlock block : PemBlock.read(file)) {
      if (block.label().equals("EC PARAMETERS")) {
        curve = block.content();
      } else if (block.label().endsWith("PRIVATE KEY")) {
        return read(file, block, curve, password);
      }
    }
    throw new IOException(file + ": there is no private key in it");
  }

  private static PrivateKey read(Path file, PemBlock block, byte[] curve, Optional<Secret> password)
      throws IOException {
    if (block.isEncryptedInside()) {
      throw new IOException(file + ": the key is encrypted in OpenSSL's old form" + CONVERT);
    }
    try {
      return switch (block.label()) {
        case "PRIVATE KEY" -> key(block.content());
        case "RSA PRIVATE KEY" -> key(fromPkcs1(block.content()));
        case "EC PRIVATE KEY" -> key(fromSec1(block.content(), curve));
        case "ENCRYPTED PRIVATE KEY" -> key(decrypted(block.content(), password));
        default ->
            throw new IOException(
                "a key of the form '" + block.label() + "' is not read" + CONVERT);
      };
    } catch (IOException failure) {
      throw new IOException(file + ": " + failure.getMessage(), failure);
    }
  }

  private static PrivateKey key(byte[] pkcs8) throws IOException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException other) {
        continue;
      } catch (GeneralSecurityException missing) {
        throw new IOException("this JVM has no " + algorithm, missing);
      }
    }
    throw new IOException("the key is damaged, or neither an RSA, an EC nor an EdDSA key");
  }

  private static byte[] fromPkcs1(byte[] key) {
    return Der.encode(Der.SEQUENCE, VERSION_0, RSA, Der.encode(Der.OCTET_STRING, key));
  }

  private static byte[] fromSec1(byte[] key, byte[] parameters) throws IOException {
    byte[] algorithm = Der.encode(Der.SEQUENCE, EC_PUBLIC_KEY, curve(key, parameters));
    return Der.encode(Der.SEQUENCE, VERSION_0, algorithm, Der.encode(Der.OCTET_STRING, key));
  }

  // It stands in the key itself, or in a block of its own before it.
  private static byte[] curve(byte[] key, byte[] parameters) throws IOException {
    ByteBuffer fields = Der.Value.next(ByteBuffer.wrap(key)).content();
    while (fields.hasRemaining()) {
      Der.Value field = Der.Value.next(fields);
      if (field.tag() == Der.FIELD_0) {
        return field.bytes();
      }
    }
    if (parameters.length == 0) {
      throw new IOException("the key does not say on which curve it is" + CONVERT);
    }
    return parameters;
  }

  private static byte[] decrypted(byte[] key, Optional<Secret> password) throws IOException {
    if (password.isEmpty()) {
      throw new IOException("the key is encrypted, and key_password is not set");
    }
    EncryptedPrivateKeyInfo info = encrypted(key);
    Cipher cipher = cipher(info, password.get());
    try {
      return info.getKeySpec(cipher).getEncoded();
    } catch (InvalidKeySpecException wrong) {
      throw new IOException("key_password is not the password of the key", wrong);
    }
  }

  private static EncryptedPrivateKeyInfo encrypted(byte[] key) throws IOException {
    try {
      return new EncryptedPrivateKeyInfo(key);
    } catch (IOException unknown) {
      throw unknownEncryption(String.valueOf(unknown.getMessage()), unknown);
    }
  }

  private static IOException unknownEncryption(String what, Exception cause) {
    return new IOException(
        "the key is encrypted in a way that this JVM does not know ("
            + what
            + "); encrypt it with: openssl pkcs8 -topk8 -v2 aes-256-cbc",
        cause);
  }

  private static Cipher cipher(EncryptedPrivateKeyInfo info, Secret password) throws IOException {
    AlgorithmParameters parameters = info.getAlgParameters();
    try {
      String algorithm = algorithm(info, parameters);
      SecretKey secret =
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(password.reveal().toCharArray()));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
      return cipher;
    } catch (GeneralSecurityException unknown) {
      throw unknownEncryption(info.getAlgName(), unknown);
    }
  }

  // PBES2 is only a frame; what is in it the JDK tells by the text of the parameters.
  private static String algorithm(EncryptedPrivateKeyInfo info, AlgorithmParameters parameters) {
    String name = info.getAlgName();
    boolean isFrame = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
    return isFrame ? parameters.toString() : name;
  }
}

package dev.perennial.benchmarks;

import io.smallrye.config.WithDefault;
import java.util.List;

/// The same as [ThirtyOptions].
interface SmallryeOptions {
  @WithDefault("text")
  String text0();

  @WithDefault("text")
  String text1();

  @WithDefault("text")
  String text2();

  @WithDefault("text")
  String text3();

  @WithDefault("text")
  String text4();

  @WithDefault("text")
  String text5();

  @WithDefault("text")
  String text6();

  @WithDefault("text")
  String text7();

  @WithDefault("text")
  String text8();

  @WithDefault("text")
  String text9();

  @WithDefault("text")
  String text10();

  @WithDefault("text")
  String text11();

  @WithDefault("text")
  String text12();

  @WithDefault("7")
  int number0();

  @WithDefault("7")
  int number1();

  @WithDefault("7")
  int number2();

  @WithDefault("7")
  int number3();

  @WithDefault("7")
  int number4();

  @WithDefault("7")
  int number5();

  @WithDefault("7")
  int number6();

  @WithDefault("7")
  int number7();

  @WithDefault("false")
  boolean flag0();

  @WithDefault("false")
  boolean flag1();

  @WithDefault("false")
  boolean flag2();

  @WithDefault("false")
  boolean flag3();

  @WithDefault("false")
  boolean flag4();

  @WithDefault("0.5")
  double ratio0();

  @WithDefault("0.5")
  double ratio1();

  @WithDefault("a,b")
  List<String> names0();

  @WithDefault("a,b")
  List<String> names1();
}

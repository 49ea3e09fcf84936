package ai.radium.billing.payment;

/**
 * What a customer knows a card by.
 *
 * @param brand in small letters, for example {@code visa}
 * @param last4 the last four digits of its number, which is all of it that is ever here
 * @param expiryMonth 1 to 12
 * @param expiryYear four digits
 */
public record Card(String brand, String last4, int expiryMonth, int expiryYear) {}

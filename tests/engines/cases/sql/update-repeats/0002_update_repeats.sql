UPDATE plans SET price = price * 100;

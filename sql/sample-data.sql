-- Three orders to look at. The program loads them only when both tables are empty and SAMPLE_DATA is set.

INSERT INTO orders (customer_name, product_name, status) VALUES
  ('Ada Lovelace', 'Laptop', 'pending'),
  ('Alan Turing', 'Phone', 'pending'),
  ('Grace Hopper', 'Tablet', 'shipped');

ALTER TABLE `orders` MODIFY `status` ENUM('open','paid','shipped') NOT NULL DEFAULT 'open';
ALTER TABLE `orders` ADD KEY `idx_orders_status_total` (`status`, `total`);
ALTER TABLE `orders` DROP FOREIGN KEY `orders_user`;
ALTER TABLE `orders` ADD CONSTRAINT `fk_orders_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE `users` ADD COLUMN `share_id` VARCHAR(64) NULL;

-- CreateTable
CREATE TABLE `session_data` (
    `session_data_id` VARCHAR(36) NOT NULL,
    `user_id` BIGINT NOT NULL,
    `data_type` INTEGER UNSIGNED NOT NULL,
    `created_at` TIMESTAMP(0) NULL DEFAULT CURRENT_TIMESTAMP(0),

    INDEX `session_data_created_at_idx`(`created_at`),
    INDEX `session_data_user_id_idx`(`user_id`),
    PRIMARY KEY (`session_data_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

UPDATE `users` SET `share_id` = MD5(CONCAT(`id`, `email`)) WHERE `share_id` IS NULL;

-- CreateIndex
CREATE UNIQUE INDEX `users_share_id_key` ON `users`(`share_id`);

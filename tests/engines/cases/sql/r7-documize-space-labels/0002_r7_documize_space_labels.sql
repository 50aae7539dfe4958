/* Community Edition */
DROP TABLE IF EXISTS `space_label`;
CREATE TABLE IF NOT EXISTS `space_label` (
    `id` INT UNSIGNED NOT NULL AUTO_INCREMENT,
    `c_refid` VARCHAR(20) NOT NULL COLLATE utf8mb4_bin,
    `c_name` VARCHAR(50) NOT NULL DEFAULT '',
    UNIQUE INDEX `idx_space_label_1` (`id` ASC),
    INDEX `idx_space_label_2` (`c_refid` ASC))
 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
 ENGINE = InnoDB;
ALTER TABLE posts ADD COLUMN `c_labelid` VARCHAR(20) NOT NULL DEFAULT '' COLLATE utf8mb4_bin AFTER `title`;
UPDATE users u SET logins=(SELECT COUNT(*) FROM posts WHERE posts.user_id=u.id);

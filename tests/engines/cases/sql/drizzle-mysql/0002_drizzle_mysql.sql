CREATE TABLE `teams` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`name` varchar(255) NOT NULL,
	CONSTRAINT `teams_id` PRIMARY KEY(`id`),
	CONSTRAINT `teams_name_unique` UNIQUE(`name`)
);
--> statement-breakpoint
ALTER TABLE `posts` ADD `team_id` bigint unsigned;--> statement-breakpoint
ALTER TABLE `posts` ADD CONSTRAINT `posts_team_id_teams_id_fk` FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `posts_team_idx` ON `posts` (`team_id`);

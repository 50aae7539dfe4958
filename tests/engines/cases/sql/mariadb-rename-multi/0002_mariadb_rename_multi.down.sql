RENAME TABLE tariffs TO plans, labels TO tags;

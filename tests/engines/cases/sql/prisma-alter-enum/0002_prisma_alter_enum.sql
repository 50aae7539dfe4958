-- AlterEnum
-- This migration adds more than one value to an enum.
ALTER TYPE "mood" ADD VALUE 'HAPPY';
ALTER TYPE "mood" ADD VALUE 'ANGRY';

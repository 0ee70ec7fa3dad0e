import { dirname, resolve } from 'node:path'
import type { Follower } from '../config/config.ts'
import { isPattern } from '../follow/discover.ts'
import { copiesOf } from '../follow/search/copies.ts'

/** Of several logs the one that a named file is, or is a copy of; undefined if that cannot be told. */
export function ownerOf(name: string, followers: readonly Follower[]): Follower | undefined {
  const [only, ...others] = followers
  const path = resolve(name)
  return others.length === 0 ? only : followers.find((follower) => isOf(path, follower))
}

function isOf(path: string, { path: log, olddir }: Follower): boolean {
  if (isPattern(log)) return dirname(log) === dirname(path)
  return log === path || copiesOf({ path: log, olddir }).some((copies) => copies.some((copy) => copy.path === path))
}

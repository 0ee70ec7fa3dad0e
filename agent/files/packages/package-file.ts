import type { ContentDigest } from '../listed.ts'

/** A file as a package contains it. */
export interface PackageFile {
  readonly packageName: string
  readonly digest: ContentDigest
}

/** A package of which there is a newer version. */
export interface PackageUpdate {
  readonly name: string
  /** The newer one, as the manager writes it. */
  readonly version: string
  readonly isSecurity: boolean
  /** What it mends, as far as the metadata say: `RHSA-2024:1234 Important`, `CVE-2024-1234`. */
  readonly advisories: readonly string[]
}

/** The most advisories of a package that are told. */
export const MOST_ADVISORIES = 12

/** The most packages that are looked at. */
export const MOST_UPDATES = 10_000

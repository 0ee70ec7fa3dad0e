/** A package of which there is a newer version. */
export interface PackageUpdate {
  readonly name: string
  readonly isSecurity: boolean
}

/** The most packages that are looked at. */
export const MOST_UPDATES = 10_000

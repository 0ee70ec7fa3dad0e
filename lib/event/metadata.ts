/** What a report tells besides its entries. */
export interface Metadata {
  /** The host that reports, by its name. */
  readonly reporter: string
  /** What its operator tells of it; absent where that is nothing, as receivers of App::Spoor's time know it. */
  readonly labels?: Readonly<Record<string, string>>
}

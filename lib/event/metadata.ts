/** What a report says besides its entries. */
export interface Metadata {
  /** The name of the reporting host. */
  readonly reporter: string
  /** The operator's labels for the host; absent if there are none, as App::Spoor's receivers expect. */
  readonly labels?: Readonly<Record<string, string>>
}

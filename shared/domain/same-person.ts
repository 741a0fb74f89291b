/** What a petitioner is known by, each as a keyed hash: nothing of it can be read. */
export interface PersonMarks {
  readonly idNumber?: string;
  readonly nameAddress?: string;
}

/**
 * Whether two petitions came from one person: the identity number decides where both tell one, else name and address.
 * A telephone does not: a family has one, and so do all whom a representative writes for.
 */
export function isSamePerson(one: PersonMarks, other: PersonMarks): boolean {
  if (one.idNumber !== undefined && other.idNumber !== undefined) return one.idNumber === other.idNumber;
  return one.nameAddress !== undefined && one.nameAddress === other.nameAddress;
}

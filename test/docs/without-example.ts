/** Public functions whose doc comment has no example that runs, and why. */
export interface WithoutExample {
  /** `data/downloadDataset`. */
  readonly name: string;
  readonly because: string;
}

export const WITHOUT_EXAMPLE: readonly WithoutExample[] = [
  { name: 'data/downloadDataset', because: 'downloads an archive from the network' },
  { name: 'tables/finishJob', because: 'trains on the images of a whole data set' },
  { name: 'tables/planTable', because: 'calibrates on the images of a whole data set' },
  { name: 'tables/recipeDifferences', because: 'compares runs that were trained on whole data sets' },
  { name: 'tables/reproduceTable', because: 'trains on the images of whole data sets' },
];

export interface SiteHeadingProps {
  readonly origin: string;
  readonly name?: string | undefined;
  /** A data URI from the site's verified file. */
  readonly icon?: string | undefined;
}

/** Who a site is: the address as the browser gave it is the largest; what the site calls itself is small. */
export function SiteHeading({ origin, name, icon }: SiteHeadingProps) {
  return (
    <div class="site-heading">
      {icon !== undefined && <img alt="" class="site-heading__icon" height={40} src={icon} width={40} />}
      <div class="site-heading__words">
        <p class="site-heading__origin">{origin}</p>
        {name !== undefined && <p class="site-heading__name">{name}</p>}
      </div>
    </div>
  );
}

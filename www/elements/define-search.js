// @ts-check
import { BackissueSearchElement } from "./search.js";
import { register } from "./register.js";

register("backissue-search", BackissueSearchElement);

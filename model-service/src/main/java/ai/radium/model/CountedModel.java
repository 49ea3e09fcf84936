package ai.radium.model;

/** @param deployments how many deployments of it the asking account has */
record CountedModel(Model model, long deployments) {}
